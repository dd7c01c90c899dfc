resource "aws_eks_cluster" "this" {
  name     = var.name
  version  = var.kubernetes_version
  role_arn = aws_iam_role.cluster.arn

  access_config {
    authentication_mode = "API"
    # Whoever creates it may use it; others by access entries.
    bootstrap_cluster_creator_admin_permissions = true
  }

  vpc_config {
    subnet_ids              = var.subnets
    endpoint_private_access = true
    endpoint_public_access  = true
  }

  enabled_cluster_log_types = ["api", "audit", "authenticator"]
  depends_on                = [aws_iam_role_policy_attachment.cluster]
}

resource "aws_eks_node_group" "services" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "services"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = var.subnets
  instance_types  = [var.machine]

  scaling_config {
    min_size     = var.nodes.least
    desired_size = var.nodes.least
    max_size     = var.nodes.most
  }

  lifecycle {
    # An autoscaler's business afterwards.
    ignore_changes = [scaling_config[0].desired_size]
  }

  depends_on = [aws_iam_role_policy_attachment.nodes]
}

# Pods get their roles by the agent of Pod Identity; the CNI enforces the chart's NetworkPolicies only when told to.
resource "aws_eks_addon" "this" {
  for_each = {
    "coredns"                = {}
    "eks-pod-identity-agent" = {}
    "kube-proxy"             = {}
    "metrics-server"         = {}
    "vpc-cni"                = { enableNetworkPolicy = "true" }
  }

  cluster_name         = aws_eks_cluster.this.name
  addon_name           = each.key
  configuration_values = length(each.value) > 0 ? jsonencode(each.value) : null
  # A new cluster comes with a network plug-in, a proxy and a names' server of its own, which would be kept as they are.
  resolve_conflicts_on_create = "OVERWRITE"
  depends_on                  = [aws_eks_node_group.services]
}

output "name" {
  value = aws_eks_cluster.this.name
}

output "security_group" {
  value = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}
