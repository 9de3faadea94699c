const TOKEN: Option<&str> = option_env!("GITHUB_TOKEN");
