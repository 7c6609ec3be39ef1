package dev.telemetry.record;

/**
 * An operation by its kind and its names, with its meter. Immutable.
 *
 * @param kind what it is
 * @param group queue of a job, service of a call, or the name of any other span
 * @param name type of a job, operation of a call, empty for any other span
 * @param label group and name
 * @param meter measures it
 */
record NamedOperation(OperationKind kind, String group, String name, String label, OperationMeter meter) {

	static NamedOperation of(OperationKind kind, String group, String name, OperationMeter meter) {
		return new NamedOperation(kind, group, name, (name.isEmpty()) ? group : group + " " + name, meter);
	}

	NamedOperation consumer() {
		return new NamedOperation(this.kind.consumer(), this.group, this.name, this.label, this.meter);
	}

	String spanName() {
		String spanName = this.kind.spanName();
		return (spanName != null) ? spanName : this.group;
	}

}
