package dev.telemetry.autoconfigure.privacy;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import dev.telemetry.autoconfigure.property.ListElements;
import dev.telemetry.privacy.RedactionSettings;
import dev.telemetry.privacy.SecretKind;

/**
 * Secrets and personal data in what is exported.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.privacy")
public class TelemetryPrivacyProperties {

	/**
	 * Whether secrets are replaced in everything that is exported.
	 */
	private boolean enabled = true;

	/**
	 * Kinds of secrets that are searched for in texts.
	 */
	private List<SecretKind> detect = new ArrayList<>(
			List.of(SecretKind.CARD, SecretKind.IBAN, SecretKind.JWT, SecretKind.BEARER, SecretKind.CLOUD_KEY,
					SecretKind.PRIVATE_KEY, SecretKind.URL, SecretKind.KEY_VALUE, SecretKind.EMAIL));

	/**
	 * Words in keys of attributes whose values are hidden, in addition to the usual ones.
	 */
	private List<String> denyKeys = new ArrayList<>();

	/**
	 * Keys of attributes whose values are not hidden because of the key. A key with * at
	 * the end stands for all keys that begin so. The values are searched nevertheless.
	 */
	private List<String> allowKeys = new ArrayList<>();

	/**
	 * What replaces a secret: its kind (mask), a keyed hash (hmac), or nothing, in which
	 * case the whole attribute is removed (drop).
	 */
	private ReplacementType replacement = ReplacementType.MASK;

	/**
	 * Key for keyed hashes, at least 32 bytes.
	 */
	private @Nullable String hmacKey;

	/**
	 * Name of the key for keyed hashes, which is part of each hash: at most 32 lower case
	 * letters, digits and hyphens.
	 */
	private String hmacKeyId = "1";

	/**
	 * Length in characters at which texts are cut before they are searched.
	 */
	private int maxScanLength = RedactionSettings.DEFAULT_MAX_SCAN_LENGTH;

	/**
	 * Whether messages of exceptions are searched for secrets (scan) or not exported
	 * (drop).
	 */
	private ExceptionMessages exceptionMessages = ExceptionMessages.SCAN;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public List<SecretKind> getDetect() {
		return this.detect;
	}

	public void setDetect(List<SecretKind> detect) {
		this.detect = ListElements.present(detect);
	}

	public List<String> getDenyKeys() {
		return this.denyKeys;
	}

	public void setDenyKeys(List<String> denyKeys) {
		this.denyKeys = denyKeys;
	}

	public List<String> getAllowKeys() {
		return this.allowKeys;
	}

	public void setAllowKeys(List<String> allowKeys) {
		this.allowKeys = allowKeys;
	}

	public ReplacementType getReplacement() {
		return this.replacement;
	}

	public void setReplacement(ReplacementType replacement) {
		this.replacement = replacement;
	}

	public @Nullable String getHmacKey() {
		return this.hmacKey;
	}

	public void setHmacKey(@Nullable String hmacKey) {
		this.hmacKey = hmacKey;
	}

	public String getHmacKeyId() {
		return this.hmacKeyId;
	}

	public void setHmacKeyId(String hmacKeyId) {
		this.hmacKeyId = hmacKeyId;
	}

	public int getMaxScanLength() {
		return this.maxScanLength;
	}

	public void setMaxScanLength(int maxScanLength) {
		this.maxScanLength = maxScanLength;
	}

	public ExceptionMessages getExceptionMessages() {
		return this.exceptionMessages;
	}

	public void setExceptionMessages(ExceptionMessages exceptionMessages) {
		this.exceptionMessages = exceptionMessages;
	}

	/**
	 * What stands in the place of a secret.
	 */
	public enum ReplacementType {

		/** The kind of the secret. */
		MASK,

		/** A keyed hash of the secret. */
		HMAC,

		/** Nothing. */
		DROP

	}

	/**
	 * What becomes of messages of exceptions.
	 */
	public enum ExceptionMessages {

		/** They are looked through like other texts. */
		SCAN,

		/** They do not leave the process. */
		DROP

	}

}
