use ::insta as kit;
