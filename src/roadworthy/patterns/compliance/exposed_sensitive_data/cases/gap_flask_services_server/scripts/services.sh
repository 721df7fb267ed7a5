docker run --restart always -p 5432:5432 -e POSTGRES_PASSWORD=corner -v notes:/var/lib/postgresql/data -d postgres:15
