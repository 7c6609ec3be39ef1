package dev.telemetry.autoconfigure.privacy;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.autoconfigure.property.UrlSecrets;
import dev.telemetry.privacy.RedactionSettings;
import dev.telemetry.privacy.Replacement;
import dev.telemetry.privacy.SecretKind;

/**
 * Turns the properties into settings, and rejects those that make no sense.
 */
record RedactionMapper(TelemetryPrivacyProperties properties, PropertyRejections rejections) {

	static final String PREFIX = "telemetry.privacy.";

	RedactionSettings settings() {
		int maxLength = this.properties.getMaxScanLength();
		if (maxLength < RedactionSettings.MIN_SCAN_LENGTH) {
			throw this.rejections.reject(PREFIX + "max-scan-length",
					"a number from " + RedactionSettings.MIN_SCAN_LENGTH + " on");
		}
		boolean messages = this.properties.getExceptionMessages() == TelemetryPrivacyProperties.ExceptionMessages.SCAN;
		return new RedactionSettings(kinds(), this.properties.getDenyKeys(), this.properties.getAllowKeys(),
				replacement(), maxLength, messages);
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
		byte[] key = Objects.requireNonNullElse(this.properties.getHmacKey(), "").getBytes(StandardCharsets.UTF_8);
		if (key.length < Replacement.MIN_KEY_BYTES) {
			throw this.rejections.rejectSecret(PREFIX + "hmac-key", UrlSecrets.HIDDEN,
					"at least " + Replacement.MIN_KEY_BYTES + " bytes where the replacement is hmac");
		}
		try {
			return Replacement.hmac(this.properties.getHmacKeyId(), key);
		}
		catch (IllegalArgumentException ex) {
			throw this.rejections.reject(PREFIX + "hmac-key-id", "up to 32 lower case letters, digits and hyphens");
		}
	}

}
