variable "name" {
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
  type = object({ first = number, most = number })
}
