package dev.telemetry.autoconfigure.logs;

import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

import dev.telemetry.context.LogContext;

/**
 * Registers the log context for Micrometer's context propagation, so that Reactor, for
 * example, carries its values to other threads: from the start of the first application
 * in this JVM to the end of the last.
 */
final class LogContextAccessor implements ThreadLocalAccessor<Map<String, Object>>, InitializingBean, DisposableBean {

	private static final String KEY = "dev.telemetry.log-context";

	private static final Lock lock = new ReentrantLock();

	// Static, because the registry and the log context are shared by the whole process.
	// Guarded by lock.
	private static int applications;

	@Override
	public void afterPropertiesSet() {
		lock.lock();
		try {
			if (applications == 0) {
				ContextRegistry.getInstance().registerThreadLocalAccessor(this);
			}
			applications++;
		}
		finally {
			lock.unlock();
		}
	}

	@Override
	public void destroy() {
		lock.lock();
		try {
			applications--;
			if (applications == 0) {
				ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
			}
		}
		finally {
			lock.unlock();
		}
	}

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable Map<String, Object> getValue() {
		Map<String, Object> current = LogContext.current();
		return (current.isEmpty()) ? null : current;
	}

	@Override
	public void setValue(Map<String, Object> value) {
		LogContext.set(value);
	}

	@Override
	public void setValue() {
		LogContext.set(null);
	}

}
