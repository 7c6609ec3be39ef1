package dev.telemetry.test;

import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's example of the leak check.
 */
// tag::leak-check
@NoTelemetryLeaks
class CheckoutTests {

	@Test
	void leavesNothingBehind() {
		try (MDC.MDCCloseable entry = MDC.putCloseable("orderId", "7")) {
			assertThat(MDC.get("orderId")).isEqualTo("7");
		}
	}

}
// end::leak-check
