package dev.telemetry.servlet;

/**
 * What Spring Security's firewall throws for a request that it rejects. It names that
 * itself, as code does that knows of a failure.
 */
final class FirewallRejection {

	/** Name of its class. */
	static final String TYPE = "org.springframework.security.web.firewall.RequestRejectedException";

	private FirewallRejection() {
	}

	static boolean is(Throwable error) {
		return error.getClass().getName().equals(TYPE);
	}

}
