# What the chart expects, and nothing else: deploy/aws/README.md says how the two meet.

module "network" {
  source = "./modules/network"
  name   = var.name
}

module "cluster" {
  source             = "./modules/cluster"
  name               = var.name
  kubernetes_version = var.kubernetes_version
  subnets            = module.network.private_subnets
  machine            = var.sizes.nodes
  nodes              = var.nodes
}

module "kafka" {
  source        = "./modules/kafka"
  name          = var.name
  kafka_version = var.kafka_version
  vpc           = module.network.vpc
  subnets       = module.network.private_subnets
  clients       = module.cluster.security_group
  machine       = var.sizes.kafka
  login         = var.kafka_login
}

module "database" {
  source    = "./modules/database"
  name      = var.name
  vpc       = module.network.vpc
  subnets   = module.network.private_subnets
  clients   = module.cluster.security_group
  machine   = var.sizes.database
  gigabytes = var.database_gigabytes
}

module "cache" {
  source  = "./modules/cache"
  name    = var.name
  vpc     = module.network.vpc
  subnets = module.network.private_subnets
  clients = module.cluster.security_group
  machine = var.sizes.cache
}

module "bucket" {
  source = "./modules/bucket"
  name   = var.bucket
}

module "registry" {
  source = "./modules/registry"
  name   = var.name
}

module "identity" {
  source    = "./modules/identity"
  name      = var.name
  cluster   = module.cluster.name
  bucket    = module.bucket.arn
  kafka_arn = module.kafka.arn
}
