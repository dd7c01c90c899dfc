variable "region" {
  description = "Where everything stands, such as eu-west-1"
  type        = string
}

variable "name" {
  description = "Beginning of all names, and the release's name in the cluster"
  type        = string
  default     = "touchline"
}

variable "bucket" {
  description = "Name of the bucket, which must be free in all of AWS"
  type        = string
}

variable "kubernetes_version" {
  description = "Of EKS; the chart wants 1.30 or later"
  type        = string
  default     = "1.34"
}

variable "kafka_version" {
  description = "Of MSK, in KRaft mode"
  type        = string
  default     = "4.1.x.kraft"
}

variable "kafka_login" {
  description = "ARN of an entry of Secrets Manager, AmazonMSK_..., encrypted with a key of your own: MSK takes no other"
  type        = string
}

variable "sizes" {
  description = "Machine types; docs/deploying.md says how many replicas fit"
  type = object({
    nodes    = optional(string, "m7i.large")
    kafka    = optional(string, "kafka.m7g.large")
    database = optional(string, "db.r7g.large")
    cache    = optional(string, "cache.r7g.large")
  })
  default = {}
}

variable "nodes" {
  description = "How many, at least and at most"
  type        = object({ least = number, most = number })
  default     = { least = 3, most = 9 }
}

variable "database_gigabytes" {
  description = "At first, and up to which it grows by itself"
  type        = object({ first = number, most = number })
  default     = { first = 100, most = 1000 }
}
