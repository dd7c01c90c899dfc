variable "name" {
  type = string
}

variable "cluster" {
  type = string
}

variable "namespace" {
  type    = string
  default = "touchline"
}

variable "bucket" {
  description = "ARN of the bucket"
  type        = string
}

variable "kafka_arn" {
  description = "ARN of the Kafka cluster"
  type        = string
}
