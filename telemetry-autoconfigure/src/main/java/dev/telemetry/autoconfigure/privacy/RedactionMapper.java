package dev.telemetry.autoconfigure.privacy;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.autoconfigure.property.UrlSecrets;
import dev.telemetry.privacy.RedactionSettings;
import dev.telemetry.privacy.Replacement;
import dev.telemetry.privacy.SecretKind;

/**
 * Maps the properties to settings, and rejects invalid values.
 */
record RedactionMapper(TelemetryPrivacyProperties properties, PropertyRejections rejections) {

	static final String PREFIX = "telemetry.privacy.";

	private static final Pattern WORDS = Pattern.compile("\\p{ASCII}*[A-Za-z0-9]\\p{ASCII}*");

	RedactionSettings settings() {
		int maxLength = this.properties.getMaxScanLength();
		if (maxLength < RedactionSettings.MIN_SCAN_LENGTH) {
			throw this.rejections.reject(PREFIX + "max-scan-length",
					"a number from " + RedactionSettings.MIN_SCAN_LENGTH + " on");
		}
		boolean messages = this.properties.getExceptionMessages() == TelemetryPrivacyProperties.ExceptionMessages.SCAN;
		return new RedactionSettings(kinds(), denyKeys(), this.properties.getAllowKeys(), replacement(), maxLength,
				messages);
	}

	// Other words would hide nothing, or something else.
	private List<String> denyKeys() {
		for (String words : this.properties.getDenyKeys()) {
			if (!words.isBlank() && !WORDS.matcher(words).matches()) {
				throw this.rejections.rejectElement(PREFIX + "deny-keys", words,
						"words of ASCII letters and digits, such as tax id");
			}
		}
		return this.properties.getDenyKeys();
	}

	private Set<SecretKind> kinds() {
		Set<SecretKind> kinds = EnumSet.noneOf(SecretKind.class);
		kinds.addAll(this.properties.getDetect());
		return kinds;
	}

	private Replacement replacement() {
		return switch (this.properties.getReplacement()) {
			case MASK -> Replacement.mask();
			case DROP -> Replacement.drop();
			case HMAC -> hmac();
		};
	}

	private Replacement hmac() {
		String secret = Objects.requireNonNullElse(this.properties.getHmacKey(), "");
		byte[] key = this.rejections.secret(PropertyNames.HMAC_KEY, secret).getBytes(StandardCharsets.UTF_8);
		if (key.length < Replacement.MIN_KEY_BYTES) {
			String allowed = "at least " + Replacement.MIN_KEY_BYTES + " bytes where the replacement is hmac";
			throw (secret.isEmpty()) ? this.rejections.reject(PropertyNames.HMAC_KEY, allowed)
					: this.rejections.rejectSecret(PropertyNames.HMAC_KEY, UrlSecrets.HIDDEN, allowed);
		}
		try {
			return Replacement.hmac(this.properties.getHmacKeyId(), key);
		}
		catch (IllegalArgumentException ex) {
			throw this.rejections.reject(PREFIX + "hmac-key-id", "up to 32 lower case letters, digits and hyphens");
		}
	}

}
