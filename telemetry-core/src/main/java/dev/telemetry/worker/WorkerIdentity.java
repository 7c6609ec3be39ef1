package dev.telemetry.worker;

import java.nio.file.Path;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;

import dev.telemetry.names.WorkerAttributes;

/**
 * Which process it is. Not its command line, which may hold secrets.
 *
 * @param pool what it is for
 * @param id its name
 * @param pid its process id, or -1 if that is not known
 * @param executable name of its program, empty if that is not known
 */
record WorkerIdentity(String pool, String id, long pid, String executable) {

	static WorkerIdentity of(Process process, String pool, String id) {
		return new WorkerIdentity(pool, id, pidOf(process), executableOf(process));
	}

	// A subclass of Process need not have these.
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

	void putTo(AttributesBuilder attributes) {
		attributes.put(WorkerAttributes.POOL, this.pool).put(WorkerAttributes.ID, this.id);
		if (this.pid > 0) {
			attributes.put(WorkerAttributes.PID, this.pid);
		}
		if (!this.executable.isEmpty()) {
			attributes.put(WorkerAttributes.EXECUTABLE, this.executable);
		}
	}

	Attributes attributes() {
		AttributesBuilder attributes = Attributes.builder();
		putTo(attributes);
		return attributes.build();
	}

	/**
	 * Adds itself to what the process says, which it may not say otherwise.
	 */
	Attributes with(Attributes said) {
		AttributesBuilder attributes = said.toBuilder();
		putTo(attributes);
		return attributes.build();
	}

}
