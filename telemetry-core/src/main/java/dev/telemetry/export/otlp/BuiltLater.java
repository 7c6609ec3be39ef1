package dev.telemetry.export.otlp;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds an exporter that is built when it is needed. If it cannot be built, one warning
 * is logged, and the next call tries again. Thread safe.
 *
 * @param <E> the exporter
 */
final class BuiltLater<E> {

	private static final Logger logger = LoggerFactory.getLogger(BuiltLater.class);

	private final String records;

	private final String name;

	private final Supplier<E> factory;

	private final Function<E, CompletableResultCode> end;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private @Nullable E built;

	// Guarded by lock.
	private boolean outdated;

	// Guarded by lock.
	private boolean warned;

	// Guarded by lock.
	private boolean shutdown;

	/**
	 * Creates a holder that has built nothing.
	 * @param records name of the kind of records, for the beginning of a sentence
	 * @param name target of the exporter; must not contain a secret
	 * @param factory builds the exporter
	 * @param end shuts the exporter down
	 */
	BuiltLater(String records, String name, Supplier<E> factory, Function<E, CompletableResultCode> end) {
		this.records = records;
		this.name = name;
		this.factory = factory;
		this.end = end;
	}

	String name() {
		return this.name;
	}

	/**
	 * Calls the exporter. Builds it first if necessary, unless it was shut down.
	 * @return the result of the exporter, or failure if there is none
	 */
	CompletableResultCode call(Function<E, CompletableResultCode> call) {
		E exporter = getOrBuild();
		return (exporter != null) ? call.apply(exporter) : CompletableResultCode.ofFailure();
	}

	/**
	 * Calls the exporter if there is one.
	 * @return the result of the exporter, or success if there is none
	 */
	CompletableResultCode callIfBuilt(Function<E, CompletableResultCode> call) {
		E exporter = getIfBuilt();
		return (exporter != null) ? call.apply(exporter) : CompletableResultCode.ofSuccess();
	}

	/**
	 * Shuts the exporter down if there is one, and builds none from now on.
	 */
	CompletableResultCode shutdown() {
		this.lock.lock();
		try {
			this.shutdown = true;
			return (this.built != null) ? this.end.apply(this.built) : CompletableResultCode.ofSuccess();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lets the next call build a new exporter in place of the current one.
	 */
	void renew() {
		this.lock.lock();
		try {
			this.outdated = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable E getOrBuild() {
		this.lock.lock();
		try {
			if ((this.built == null || this.outdated) && !this.shutdown) {
				replaceBy(build());
			}
			return this.built;
		}
		finally {
			this.lock.unlock();
		}
	}

	// If the new exporter cannot be built, the old one stays. The shutdown of the old one
	// is not awaited.
	@SuppressWarnings("ReturnValueIgnored")
	private void replaceBy(@Nullable E next) {
		E former = this.built;
		if (next != null) {
			this.built = next;
			this.outdated = false;
			if (former != null) {
				this.end.apply(former);
			}
		}
	}

	private @Nullable E getIfBuilt() {
		this.lock.lock();
		try {
			return this.built;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable E build() {
		try {
			return this.factory.get();
		}
		catch (Throwable ex) {
			if (!this.warned) {
				this.warned = true;
				logger.warn("{} cannot be exported to {}: the exporter could not be built", this.records, this.name,
						ex);
			}
			return null;
		}
	}

}
