package dev.telemetry.sample.demo;

import java.net.URI;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import dev.telemetry.sample.OwnAddress;

/**
 * Tells a newcomer, once, where to look.
 */
@Component
@Profile("demo")
final class DemoHint {

	private static final Logger logger = LoggerFactory.getLogger(DemoHint.class);

	private final OwnAddress address;

	DemoHint(OwnAddress address) {
		this.address = address;
	}

	@EventListener(ApplicationReadyEvent.class)
	void tell() {
		URI shop = this.address.uri();
		logger.info("""
				The shop sends itself traffic. Spans and log lines of one request share a trace id. Look around:
				  page     {}/
				  traces   {}/actuator/traces
				  metrics  curl -s {}/actuator/prometheus | grep http_server_requests
				  order    curl -si {}/orders -H 'Content-Type: application/json' -d '{"item": "tea", "quantity": 2}'
				  failure  curl -si {}/orders/1/invoice
				  slow     curl -si {}/reports/daily""", shop, shop, shop, shop, shop, shop);
	}

}
