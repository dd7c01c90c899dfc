# A repository for each image that `make images` builds.
resource "aws_ecr_repository" "this" {
  for_each = toset([
    "airflow",
    "demo",
    "drift-monitor",
    "feature-store",
    "ingestor",
    "mlflow",
    "normalizer",
    "predictor",
    "sandbox",
    "trainer",
    "trainer-torch",
  ])

  name                 = "${var.name}/${each.key}"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

output "address" {
  # Without a repository's own name: the chart adds "<name>/<service>".
  value = split("/", aws_ecr_repository.this["predictor"].repository_url)[0]
}
