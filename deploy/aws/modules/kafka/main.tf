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

  # The services speak neither TLS nor SASL yet: the security group is what keeps others out. With IAM switched on here
  # and in the services, the policies of modules/identity already name each one's topics.
  client_authentication {
    unauthenticated = true
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "PLAINTEXT"
      in_cluster    = true
    }
  }
}

resource "aws_security_group" "this" {
  name   = "${var.name}-kafka"
  vpc_id = var.vpc
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = var.clients
  ip_protocol                  = "tcp"
  from_port                    = 9092
  to_port                      = 9092
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
  value = aws_msk_cluster.this.bootstrap_brokers
}
