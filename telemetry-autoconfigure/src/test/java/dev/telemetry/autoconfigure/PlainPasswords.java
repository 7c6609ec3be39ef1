package dev.telemetry.autoconfigure;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Compares passwords as they are. A hash that is hard to compute on purpose would cost
 * more than all else that a request of a test does.
 */
public final class PlainPasswords implements PasswordEncoder {

	@Override
	public String encode(CharSequence rawPassword) {
		return rawPassword.toString();
	}

	@Override
	public boolean matches(CharSequence rawPassword, String encodedPassword) {
		return encodedPassword.contentEquals(rawPassword);
	}

}
