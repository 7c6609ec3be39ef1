package dev.telemetry.worker;

/**
 * Checks names of pools, which become labels and parts of names of loggers.
 */
final class PoolName {

	/** Description of the allowed names, as part of a sentence. */
	static final String ALLOWED = "1 to 60 letters, digits, '.', '-' or '_', and not begin or end with a dot";

	private static final int MAX = 60;

	private PoolName() {
	}

	static boolean isValid(String pool) {
		for (int i = 0; i < pool.length(); i++) {
			char c = pool.charAt(i);
			boolean allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
					|| c == '_' || (c == '.' && i > 0 && i < pool.length() - 1);
			if (!allowed) {
				return false;
			}
		}
		return !pool.isEmpty() && pool.length() <= MAX;
	}

}
