fn "main" := 1
