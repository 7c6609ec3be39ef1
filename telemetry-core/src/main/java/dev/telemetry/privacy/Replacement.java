package dev.telemetry.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Replacement for secrets. Immutable and thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class Replacement {

	/**
	 * The smallest length of a key for keyed hashes, in bytes.
	 */
	public static final int MIN_KEY_BYTES = 32;

	private static final String MASK = "[redacted:";

	private static final String HMAC = "[hmac:";

	private static final String ALGORITHM = "HmacSHA256";

	// Half of the hash: enough to tell values apart.
	private static final int HASH_BYTES = 16;

	private static final int MAX_LENGTH = 80;

	private static final Pattern KEY_ID = Pattern.compile("[a-z0-9-]{1,32}");

	private static final Replacement MASKING = new Replacement(null, "", false);

	private static final Replacement DROPPING = new Replacement(null, "", true);

	private final @Nullable SecretKeySpec key;

	private final String keyId;

	private final boolean dropping;

	private Replacement(@Nullable SecretKeySpec key, String keyId, boolean dropping) {
		this.key = key;
		this.keyId = keyId;
		this.dropping = dropping;
	}

	/**
	 * Returns a replacement by the kind of a secret: {@code [redacted:card]}.
	 * @return the replacement
	 */
	public static Replacement mask() {
		return MASKING;
	}

	/**
	 * Returns a replacement that removes the whole attribute with a secret. A text that
	 * must be there, such as the name of a span, is replaced as a whole by the kind of
	 * the secret.
	 * @return the replacement
	 */
	public static Replacement drop() {
		return DROPPING;
	}

	/**
	 * Returns a replacement by a keyed hash, which is equal for equal values:
	 * {@code [hmac:<key id>:<32 hexadecimal digits>]}, the first 16 bytes of HMAC-SHA256
	 * (RFC 2104).
	 * @param keyId name of the key: at most 32 lower case letters, digits and hyphens
	 * @param key at least {@value #MIN_KEY_BYTES} bytes
	 * @return the replacement
	 * @throws IllegalArgumentException if the key is too short or its name is not allowed
	 */
	public static Replacement hmac(String keyId, byte[] key) {
		if (key.length < MIN_KEY_BYTES) {
			throw new IllegalArgumentException("The key must have at least " + MIN_KEY_BYTES + " bytes");
		}
		if (!KEY_ID.matcher(keyId).matches()) {
			throw new IllegalArgumentException("The key id must match " + KEY_ID.pattern());
		}
		return new Replacement(new SecretKeySpec(key, ALGORITHM), keyId, false);
	}

	/**
	 * Returns whether the whole attribute is removed.
	 */
	boolean isDropping() {
		return this.dropping;
	}

	/**
	 * Returns the replacement of a secret.
	 * @param kind kind of the secret
	 * @param secret the secret
	 * @return text that no detector takes for a secret
	 * @throws IllegalStateException if the JVM has no HMAC-SHA256
	 */
	String of(String kind, String secret) {
		return (this.key != null) ? HMAC + this.keyId + ":" + hash(this.key, secret) + "]" : masked(kind);
	}

	/**
	 * Returns the replacement by a kind, which is also used for a text that could not be
	 * scanned.
	 */
	static String masked(String kind) {
		return MASK + kind + "]";
	}

	private static String hash(SecretKeySpec key, String secret) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)), 0, HASH_BYTES);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns the index behind the replacement that begins at an index of a text, or -1
	 * if none does.
	 */
	static int endAt(String text, int start) {
		int index;
		if (text.startsWith(MASK, start)) {
			index = start + MASK.length();
		}
		else if (text.startsWith(HMAC, start)) {
			index = start + HMAC.length();
		}
		else {
			return -1;
		}
		int limit = Math.min(text.length(), start + MAX_LENGTH);
		while (index < limit && isInside(text.charAt(index))) {
			index++;
		}
		return (index < limit && text.charAt(index) == ']') ? index + 1 : -1;
	}

	/**
	 * Returns the index of the replacement that ends before an index of a text, or -1 if
	 * none does.
	 */
	static int startBefore(String text, int end) {
		if (end == 0 || text.charAt(end - 1) != ']') {
			return -1;
		}
		int start = end - 2;
		int limit = Math.max(0, end - MAX_LENGTH);
		while (start > limit && isInside(text.charAt(start))) {
			start--;
		}
		return (start >= 0 && endAt(text, start) == end) ? start : -1;
	}

	/**
	 * Returns the index behind the replacement that contains an index of a text, and
	 * behind all replacements that follow directly; the same index if no replacement
	 * contains it.
	 */
	static int behind(String text, int index) {
		int start = index;
		int limit = Math.max(0, index - MAX_LENGTH);
		while (start > limit && isInside(text.charAt(start - 1))) {
			start--;
		}
		int end = endAt(text, index);
		end = (end < 0 && start > 0) ? endAt(text, start - 1) : end;
		int behind = index;
		while (end > behind) {
			behind = end;
			end = endAt(text, behind);
		}
		return behind;
	}

	/**
	 * Returns whether a colon is the first one of a replacement.
	 */
	static boolean isColonOf(String text, int at) {
		return text.startsWith(MASK, at + 1 - MASK.length()) || text.startsWith(HMAC, at + 1 - HMAC.length());
	}

	private static boolean isInside(char character) {
		return Ascii.isUrlSafe(character) || character == ':';
	}

	@Override
	public String toString() {
		return (this.dropping) ? "drop" : (this.key != null) ? "hmac:" + this.keyId : "mask";
	}

}
