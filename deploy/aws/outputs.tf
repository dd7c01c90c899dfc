output "values" {
  description = "Values of the chart: tofu output -raw values > ours.yaml"
  value = templatefile("${path.module}/values.yaml.tftpl", {
    registry = module.registry.address
    name     = var.name
    kafka    = module.kafka.brokers
    redis    = module.cache.address
    bucket   = module.bucket.name
    region   = var.region
  })
}

output "database" {
  description = "Host and port of MariaDB, and the entry of Secrets Manager with its first user's password"
  value       = { address = module.database.address, secret = module.database.secret }
}

output "cluster" {
  description = "Name of the cluster: aws eks update-kubeconfig --name ..."
  value       = module.cluster.name
}
