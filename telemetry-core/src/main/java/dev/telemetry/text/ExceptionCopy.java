package dev.telemetry.text;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A copy of an exception, with its causes and suppressed exceptions, that can wait to be
 * written. It has types, messages and frames, and nothing else: an exception may refer to
 * objects of any size, such as the body of a response. Creating one never throws: what
 * cannot be read is left out. Immutable and thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ExceptionCopy extends Throwable {

	/** The longest message, in characters. */
	public static final int MAX_MESSAGE = 4_096;

	private static final long serialVersionUID = 1L;

	private static final StackTraceElement[] NO_FRAMES = {};

	private final String type;

	private final @Nullable String localized;

	private final StackTraceElement[] frames;

	private @Nullable ExceptionCopy cause;

	private ExceptionCopy(Throwable exception) {
		super(text(exception, Throwable::getMessage), null, true, false);
		this.type = exception.getClass().getName();
		this.localized = text(exception, Throwable::getLocalizedMessage);
		StackTraceElement[] frames = read(exception, Throwable::getStackTrace);
		this.frames = (frames != null) ? frames : NO_FRAMES;
	}

	private static @Nullable String text(Throwable exception, Function<Throwable, @Nullable String> message) {
		try {
			String text = message.apply(exception);
			return (text != null) ? CutText.of(text, MAX_MESSAGE) : null;
		}
		catch (Throwable ex) {
			return "(unreadable: " + ex.getClass().getName() + ")";
		}
	}

	private static <T> @Nullable T read(Throwable exception, Function<Throwable, @Nullable T> part) {
		try {
			return part.apply(exception);
		}
		catch (Throwable ex) {
			return null;
		}
	}

	/**
	 * Copies an exception.
	 * @param exception the exception
	 * @return the copy
	 */
	public static ExceptionCopy of(Throwable exception) {
		Throwable cause = read(exception, Throwable::getCause);
		if (cause == null && exception.getSuppressed().length == 0) {
			return new ExceptionCopy(exception);
		}
		// Detects an exception that is among its own causes.
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>(4));
		ExceptionCopy copy = chain(exception, seen);
		Throwable next = exception;
		for (ExceptionCopy copied = copy; copied != null && next != null; copied = copied.cause) {
			for (Throwable suppressed : next.getSuppressed()) {
				if (isNew(suppressed, seen)) {
					copied.addSuppressed(chain(suppressed, seen));
				}
			}
			next = read(next, Throwable::getCause);
		}
		return copy;
	}

	private static boolean isNew(Throwable exception, Set<Throwable> seen) {
		return seen.size() < StackText.MOST_EXCEPTIONS && !seen.contains(exception);
	}

	private static ExceptionCopy chain(Throwable exception, Set<Throwable> seen) {
		seen.add(exception);
		ExceptionCopy first = new ExceptionCopy(exception);
		ExceptionCopy last = first;
		Throwable next = read(exception, Throwable::getCause);
		while (next != null && isNew(next, seen)) {
			seen.add(next);
			last.cause = new ExceptionCopy(next);
			last = last.cause;
			next = read(next, Throwable::getCause);
		}
		return first;
	}

	/**
	 * Returns the type of the exception that was copied.
	 * @return the name of its class
	 */
	public String type() {
		return this.type;
	}

	@Override
	public @Nullable String getLocalizedMessage() {
		return this.localized;
	}

	/**
	 * Returns the frames, which are not to be changed.
	 */
	@Override
	public StackTraceElement[] getStackTrace() {
		return this.frames;
	}

	@Override
	@SuppressWarnings("UnsynchronizedOverridesSynchronized")
	public @Nullable Throwable getCause() {
		return this.cause;
	}

}
