docker run --name notes -e POSTGRES_PASSWORD=corner -p 5432:5432 -d postgres
