package dev.telemetry.autoconfigure.logs;

import java.util.Map;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

import dev.telemetry.context.LogContext;

/**
 * Lets whatever carries thread locals by Micrometer's context propagation, as Reactor
 * does, carry what only telemetry sees of log records.
 */
final class LogContextAccessor implements ThreadLocalAccessor<Map<String, Object>>, InitializingBean, DisposableBean {

	private static final String KEY = "dev.telemetry.log-context";

	@Override
	public void afterPropertiesSet() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(this);
	}

	@Override
	public void destroy() {
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
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
