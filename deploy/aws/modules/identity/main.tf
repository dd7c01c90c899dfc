# A role for each service, whose policy is made from the topics' cards and the prefixes of the bucket (deploy/aws/access.py).

locals {
  folder   = "${path.module}/../../policies"
  services = toset([for file in fileset(local.folder, "*.json") : trimsuffix(file, ".json")])

  arns = {
    bucket  = var.bucket
    cluster = var.kafka_arn
    topics  = replace(var.kafka_arn, ":cluster/", ":topic/")
    groups  = replace(var.kafka_arn, ":cluster/", ":group/")
  }

  # Service accounts of the chart by service; those that are not named here are called as their service.
  accounts = merge(
    { for service in local.services : service => service if service != "predictor" },
    { predictor-consume = "predictor", predictor-serve = "predictor" },
  )
}

resource "aws_iam_role" "this" {
  for_each = local.services
  name     = "${var.name}-${each.key}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = local.services
  name     = "touchline"
  role     = aws_iam_role.this[each.key].name
  policy   = templatefile("${local.folder}/${each.key}.json", local.arns)
}

resource "aws_eks_pod_identity_association" "this" {
  for_each        = local.accounts
  cluster_name    = var.cluster
  namespace       = var.namespace
  service_account = "${var.name}-${each.key}"
  role_arn        = aws_iam_role.this[each.value].arn
}
