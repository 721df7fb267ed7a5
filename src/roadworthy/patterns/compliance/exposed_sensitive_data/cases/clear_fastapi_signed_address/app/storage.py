def address_of(client, bucket, name):
    """Where a file can be put: the answer's `x-amz-credential` is AKIAQ7ZK2WMNV4TRYX5L/20240405/eu-central-1/s3/aws4_request."""
    return client.generate_presigned_post(bucket, name)
