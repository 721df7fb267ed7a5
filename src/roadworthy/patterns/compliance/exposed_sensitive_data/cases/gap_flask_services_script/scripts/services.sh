docker run -p 5432:5432 -e POSTGRES_PASSWORD=corner -v notes:/var/lib/postgresql/data -d postgres:15
docker run -d -p 6379:6379 redis:latest
