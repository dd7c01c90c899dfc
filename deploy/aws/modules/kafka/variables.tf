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
