package dev.telemetry.text;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Writes the stack trace of an exception like {@link Throwable#printStackTrace()}, up to
 * a maximum length. The room is divided among the exceptions, so that the last cause,
 * which is the most informative, is included however long the others are.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class StackText {

	/** Maximum number of causes and suppressed exceptions in all. */
	static final int MOST_EXCEPTIONS = 24;

	private final int maxMessage;

	private final int maxLength;

	private final StringBuilder text = new StringBuilder(4_096);

	// Detects an exception that is among its own causes.
	private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private StackText(int maxMessage, int maxLength) {
		this.maxMessage = maxMessage;
		this.maxLength = maxLength;
	}

	/**
	 * Writes a stack trace. May throw whatever the methods of an exception throw.
	 * @param exception the exception
	 * @param maxMessage longest message of each exception, in characters
	 * @param maxLength longest text, in characters
	 * @return the text
	 */
	public static String of(Throwable exception, int maxMessage, int maxLength) {
		StackText stack = new StackText(maxMessage, maxLength);
		stack.write(exception);
		if (stack.text.length() > maxLength) {
			stack.text.setLength(CutText.end(stack.text, maxLength));
		}
		return stack.text.toString();
	}

	private void write(Throwable exception) {
		int left = causes(exception);
		Throwable enclosing = null;
		Throwable cause = exception;
		while (cause != null && left > 0) {
			int end = this.text.length() + (this.maxLength - this.text.length()) / left;
			writeOne((enclosing != null) ? "Caused by: " : "", "", cause, enclosing, end);
			for (Throwable suppressed : cause.getSuppressed()) {
				writeSuppressed(suppressed, cause, end);
			}
			left--;
			enclosing = cause;
			cause = cause.getCause();
		}
	}

	private int causes(Throwable exception) {
		Throwable cause = exception;
		while (cause != null && addSeen(cause)) {
			cause = cause.getCause();
		}
		return this.seen.size();
	}

	private boolean addSeen(Throwable exception) {
		return this.seen.size() < MOST_EXCEPTIONS && this.seen.add(exception);
	}

	private void writeSuppressed(Throwable suppressed, Throwable around, int end) {
		String caption = "\tSuppressed: ";
		Throwable enclosing = around;
		Throwable next = suppressed;
		while (next != null && this.text.length() < end && addSeen(next)) {
			writeOne(caption, "\t", next, enclosing, end);
			caption = "\tCaused by: ";
			enclosing = next;
			next = next.getCause();
		}
	}

	private void writeOne(String caption, String indent, Throwable exception, @Nullable Throwable enclosing, int end) {
		this.text.append(caption).append(typeOf(exception));
		String message = exception.getLocalizedMessage();
		if (message != null) {
			this.text.append(": ").append(CutText.of(message, this.maxMessage));
		}
		this.text.append('\n');
		StackTraceElement[] frames = exception.getStackTrace();
		int own = frames.length - ((enclosing != null) ? inCommon(frames, enclosing.getStackTrace()) : 0);
		int written = 0;
		while (written < own && this.text.length() < end) {
			this.text.append(indent).append("\tat ").append(frames[written]).append('\n');
			written++;
		}
		if (written < frames.length) {
			this.text.append(indent).append("\t... ").append(frames.length - written).append(" more\n");
		}
	}

	private static String typeOf(Throwable exception) {
		return (exception instanceof ExceptionCopy copy) ? copy.type() : exception.getClass().getName();
	}

	private static int inCommon(StackTraceElement[] frames, StackTraceElement[] enclosing) {
		int common = 0;
		int most = Math.min(frames.length, enclosing.length);
		while (common < most && frames[frames.length - 1 - common].equals(enclosing[enclosing.length - 1 - common])) {
			common++;
		}
		return common;
	}

}
