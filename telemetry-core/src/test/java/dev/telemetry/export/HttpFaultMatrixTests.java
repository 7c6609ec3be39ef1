package dev.telemetry.export;

import dev.telemetry.export.otlp.OtlpProtocol;

/**
 * The faults of a backend over HTTP.
 */
class HttpFaultMatrixTests extends FaultMatrixContract {

	HttpFaultMatrixTests() {
		super(OtlpProtocol.HTTP);
	}

}
