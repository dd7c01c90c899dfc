resource "aws_msk_configuration" "this" {
  name = var.name

  # Topics are made by the chart's hook alone. A message is acknowledged by two of three brokers.
  server_properties = <<-EOT
    auto.create.topics.enable=false
    default.replication.factor=3
    min.insync.replicas=2
    unclean.leader.election.enable=false
  EOT
}

resource "aws_msk_cluster" "this" {
  cluster_name           = var.name
  kafka_version          = var.kafka_version
  number_of_broker_nodes = length(var.subnets)

  broker_node_group_info {
    instance_type   = var.machine
    client_subnets  = var.subnets
    security_groups = [aws_security_group.this.id]

    storage_info {
      ebs_storage_info {
        volume_size = var.gigabytes
      }
    }
  }

  # Each broker's figures for Prometheus on port 11001, by the names that rules and dashboards know.
  open_monitoring {
    prometheus {
      jmx_exporter {
        enabled_in_broker = true
      }
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this.arn
    revision = aws_msk_configuration.this.latest_revision
  }

  # The services log in with SCRAM, all as one user. IAM, which they do not speak, is on beside it, so that the policies of
  # modules/identity hold for whoever comes with a role.
  client_authentication {
    unauthenticated = false

    sasl {
      iam   = true
      scram = true
    }
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }
}

# User and password stand in Secrets Manager, in an entry that is yours: neither is read here, nor kept in the state.
resource "aws_msk_scram_secret_association" "this" {
  cluster_arn     = aws_msk_cluster.this.arn
  secret_arn_list = [var.login]
}

resource "aws_security_group" "this" {
  name   = "${var.name}-kafka"
  vpc_id = var.vpc
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = var.clients
  ip_protocol                  = "tcp"
  from_port                    = 9096
  to_port                      = 9096
}

resource "aws_vpc_security_group_ingress_rule" "prometheus" {
  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = var.clients
  ip_protocol                  = "tcp"
  from_port                    = 11001
  to_port                      = 11001
}

output "arn" {
  value = aws_msk_cluster.this.arn
}

output "brokers" {
  value = aws_msk_cluster.this.bootstrap_brokers_sasl_scram
}
