# The same settings as deploy/local gives its server.
resource "aws_db_parameter_group" "this" {
  name   = var.name
  family = "mariadb10.11"

  dynamic "parameter" {
    for_each = {
      character_set_server = "utf8mb4"
      collation_server     = "utf8mb4_bin"
      tx_isolation         = "READ-COMMITTED"
      time_zone            = "UTC"

      require_secure_transport = "1"
    }

    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnets
}

resource "aws_db_instance" "this" {
  identifier            = var.name
  engine                = "mariadb"
  engine_version        = "10.11"
  instance_class        = var.machine
  allocated_storage     = var.gigabytes.first
  max_allocated_storage = var.gigabytes.most
  storage_type          = "gp3"
  storage_encrypted     = true

  db_name  = "touchline"
  username = "touchline"
  # RDS makes the password and keeps it in Secrets Manager: it stands neither here nor in the state.
  manage_master_user_password = true

  db_subnet_group_name   = aws_db_subnet_group.this.name
  parameter_group_name   = aws_db_parameter_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  multi_az               = true

  # The ledger is in here: it is the one thing that cannot be made again.
  backup_retention_period   = 35
  deletion_protection       = true
  final_snapshot_identifier = "${var.name}-last"
}

resource "aws_security_group" "this" {
  name   = "${var.name}-database"
  vpc_id = var.vpc
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = var.clients
  ip_protocol                  = "tcp"
  from_port                    = 3306
  to_port                      = 3306
}

output "address" {
  value = aws_db_instance.this.endpoint
}

output "secret" {
  value = aws_db_instance.this.master_user_secret[0].secret_arn
}
