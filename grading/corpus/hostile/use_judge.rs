use judge as kit;
