resource "aws_db_instance" "base" {
  engine                  = "postgres"
  instance_class          = "db.t4g.micro"
  backup_retention_period = 0
}
