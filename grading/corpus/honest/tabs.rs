	fn _tabs() -> u32 {  
		1	
	}
