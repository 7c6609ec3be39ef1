package dev.telemetry.worker;

import java.nio.file.Path;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

import dev.telemetry.names.WorkerAttributes;

/**
 * The identity of a worker process. It does not include the command line, which may
 * contain secrets.
 *
 * @param pool pool of the worker
 * @param id id of the worker
 * @param pid process id, or -1 if it is unknown
 * @param executable name of the program, empty if it is unknown
 */
record WorkerIdentity(String pool, String id, long pid, String executable) {

	static WorkerIdentity of(Process process, String pool, String id) {
		return new WorkerIdentity(pool, id, pidOf(process), executableOf(process));
	}

	// A subclass of Process need not support these methods.
	private static long pidOf(Process process) {
		try {
			return process.pid();
		}
		catch (RuntimeException ex) {
			return -1;
		}
	}

	private static String executableOf(Process process) {
		try {
			Path name = process.info().command().map(Path::of).map(Path::getFileName).orElse(null);
			return (name != null) ? name.toString() : "";
		}
		catch (RuntimeException ex) {
			return "";
		}
	}

	/**
	 * Returns attributes of the worker with this identity, which the worker cannot
	 * override.
	 */
	Attributes with(Attributes said) {
		AttributesBuilder attributes = said.toBuilder();
		attributes.put(WorkerAttributes.POOL, this.pool).put(WorkerAttributes.ID, this.id);
		if (this.pid > 0) {
			attributes.put(WorkerAttributes.PID, this.pid);
		}
		if (!this.executable.isEmpty()) {
			attributes.put(WorkerAttributes.EXECUTABLE, this.executable);
		}
		return attributes.build();
	}

}
