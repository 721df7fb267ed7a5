export const sites = [{ name: "north", privateKey: "aG7xQ2mZ9rT4vB1nKc8LwE5yU3oP6sD0fJhXqRtYzMA=" }];
