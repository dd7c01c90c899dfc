variable "name" {
  type = string
}

variable "kubernetes_version" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "machine" {
  type = string
}

variable "nodes" {
  type = object({ least = number, most = number })
}
