# A cache: losing it loses nothing, so there are no backups; a second node takes over at once.

resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnets
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = var.name
  description                = "Latest vectors, ready answers and quotas of Touchline"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = var.machine
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.this.id]
}

resource "aws_security_group" "this" {
  name   = "${var.name}-cache"
  vpc_id = var.vpc
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = var.clients
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
}

output "address" {
  value = "rediss://${aws_elasticache_replication_group.this.primary_endpoint_address}:6379/0"
}
