package dev.telemetry.privacy;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Replaces the secrets in a text: first the built-in kinds, then those of the
 * application. A text that cannot be scanned is replaced as a whole. Never throws. Thread
 * safe.
 */
final class TextRedaction {

	private static final String UNREADABLE = Replacement.masked("unreadable");

	private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final int MAX_PASSES = 8;

	// Shorter than the smallest limit for the length of a text.
	private static final int MAX_WORD = 128;

	private final SecretScanner scanner;

	private final List<SecretDetector> detectors;

	private final Replacement replacement;

	private final int maxLength;

	private final RedactionCounts counts;

	TextRedaction(RedactionSettings settings, SecretScanner scanner, List<SecretDetector> detectors,
			RedactionCounts counts) {
		this.scanner = scanner;
		this.detectors = List.copyOf(detectors);
		this.replacement = settings.replacement();
		this.maxLength = settings.maxScanLength();
		this.counts = counts;
	}

	/**
	 * Replaces the secrets in a text.
	 * @return the same text if there are none and it is not too long; {@code null} if
	 * there are some and the text is to be dropped
	 */
	@Nullable String redact(String text) {
		try {
			String before = cut(text);
			String redacted = redactOnce(before);
			// A replacement can make the text around it look like a secret.
			for (int i = 0; redacted != null && !redacted.equals(before); i++) {
				if (i == MAX_PASSES) {
					throw new IllegalStateException("There is no end to what is found");
				}
				before = redacted;
				redacted = redactOnce(before);
			}
			return redacted;
		}
		catch (Throwable ex) {
			this.counts.failed();
			return (this.replacement.isDropping()) ? null : UNREADABLE;
		}
	}

	private @Nullable String redactOnce(String text) {
		String redacted = this.scanner.redact(text);
		for (int i = 0; redacted != null && i < this.detectors.size(); i++) {
			redacted = redact(redacted, this.detectors.get(i));
		}
		return redacted;
	}

	// Cuts before a word, if possible: half a secret would not be detected.
	private String cut(String text) {
		if (text.length() <= this.maxLength) {
			return text;
		}
		int end = this.maxLength;
		while (end > this.maxLength - MAX_WORD && !Ascii.isSpace(text.charAt(end - 1))) {
			end--;
		}
		if (end == this.maxLength - MAX_WORD) {
			end = (Character.isHighSurrogate(text.charAt(this.maxLength - 1))) ? this.maxLength - 1 : this.maxLength;
		}
		return text.substring(0, end);
	}

	private @Nullable String redact(String text, SecretDetector detector) {
		try {
			return redactInTime(text, detector);
		}
		catch (TimedText.TimeIsUpException ex) {
			// The cause may be a pause of the JVM, which hardly happens twice.
			return redactInTime(text, detector);
		}
	}

	private @Nullable String redactInTime(String text, SecretDetector detector) {
		TimedText timed = new TimedText(text, System.nanoTime() + MAX_NANOS);
		StringBuilder redacted = null;
		int done = 0;
		int from = 0;
		TextRange range = detector.find(timed, from);
		while (range != null) {
			timed.check();
			if (range.end() < from || range.start() > range.end()) {
				throw new IllegalStateException("A detector goes backward");
			}
			int found = Math.max(range.start(), done);
			int start = Replacement.behind(text, found);
			if (range.end() <= start) {
				// The range is empty, as from a pattern that matches the empty text, or
				// within a replacement: the search goes on behind it.
				from = (range.end() == found) ? found + 1 : start;
				range = (from <= text.length()) ? detector.find(timed, from) : null;
				continue;
			}
			this.counts.found(detector.kind());
			if (this.replacement.isDropping()) {
				return null;
			}
			redacted = (redacted != null) ? redacted : new StringBuilder(text.length());
			redacted.append(text, done, start)
				.append(this.replacement.of(detector.kind(), text.substring(start, range.end())));
			done = range.end();
			from = done;
			range = (done < text.length()) ? detector.find(timed, from) : null;
		}
		timed.check();
		return (redacted != null) ? redacted.append(text, done, text.length()).toString() : text;
	}

}
