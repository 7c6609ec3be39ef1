package dev.telemetry.starter.matrix;

import java.util.List;

import dev.telemetry.starter.process.ClassPath;

/**
 * An application that differs from others in its class path or in what its author has
 * written. {@code ENDPOINT} in arguments and properties stands for where traces are
 * received.
 *
 * @param name what is different, as the first cell of its row
 * @param classPath its class path
 * @param jvmArguments arguments of its JVM
 * @param sources names of its configuration classes
 * @param properties its properties
 */
record Variant(String name, ClassPath classPath, List<String> jvmArguments, List<String> sources,
		List<String> properties) {

	static final String ENDPOINT = "ENDPOINT";

	Variant jvm(String... more) {
		return new Variant(this.name, this.classPath, List.of(more), this.sources, this.properties);
	}

	Variant properties(String... more) {
		return new Variant(this.name, this.classPath, this.jvmArguments, this.sources, List.of(more));
	}

	Variant sources(String... more) {
		return new Variant(this.name, this.classPath, this.jvmArguments, List.of(more), this.properties);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
