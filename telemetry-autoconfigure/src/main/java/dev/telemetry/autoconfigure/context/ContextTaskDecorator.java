package dev.telemetry.autoconfigure.context;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * Runs a task in the context of who submits it, around what another decorator makes of
 * the task. Without a context, a task is left to that one. Thread safe.
 *
 * @param inner the other decorator
 */
record ContextTaskDecorator(@Nullable TaskDecorator inner) implements TaskDecorator {

	@Override
	public Runnable decorate(Runnable task) {
		Context context = Context.current();
		Runnable decorated = (this.inner != null) ? this.inner.decorate(task) : task;
		return (Context.root().equals(context)) ? decorated : context.wrap(decorated);
	}

}
