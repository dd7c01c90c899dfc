variable "name" {
  type = string
}

variable "kafka_version" {
  type = string
}

variable "vpc" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "clients" {
  description = "Security group of those who may connect"
  type        = string
}

variable "machine" {
  type = string
}

variable "gigabytes" {
  description = "Of each broker"
  type        = number
  default     = 200
}

variable "login" {
  description = "ARN of the entry of Secrets Manager with username and password; its name begins with AmazonMSK_"
  type        = string
}
