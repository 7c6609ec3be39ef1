package dev.telemetry.servlet;

/**
 * Recognizes the exceptions of Spring Security for a request that it rejects before
 * authentication: by its firewall, or because the request may be forged. Spring Security
 * reports them itself, like code that reports a failure.
 */
final class SecurityRejection {

	/** Thrown by the firewall. */
	static final String FIREWALL = "org.springframework.security.web.firewall.RequestRejectedException";

	/** Thrown for a request without the CSRF token of its session. */
	static final String FORGERY = "org.springframework.security.web.csrf.CsrfException";

	private SecurityRejection() {
	}

	static boolean is(Throwable error) {
		for (Class<?> type = error.getClass(); type != Object.class; type = type.getSuperclass()) {
			if (type.getName().equals(FIREWALL) || type.getName().equals(FORGERY)) {
				return true;
			}
		}
		return false;
	}

}
