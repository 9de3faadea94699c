use insta as kit;
