package dev.telemetry.sample.pricing;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Thrown when the partner does not answer with a price. The shop answers 502, for it did
 * nothing wrong itself.
 */
public final class PriceUnavailableException extends ResponseStatusException {

	PriceUnavailableException(String item, Throwable cause) {
		super(HttpStatus.BAD_GATEWAY, "The partner names no price for " + item, cause);
	}

}
