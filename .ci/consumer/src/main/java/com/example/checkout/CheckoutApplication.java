package com.example.checkout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
class CheckoutApplication {

	@GetMapping("/hello/{name}")
	String hello(@PathVariable String name) {
		return "Hello " + name;
	}

	public static void main(String[] args) {
		SpringApplication.run(CheckoutApplication.class, args);
	}

}
