package dev.telemetry.export;

/**
 * The faults of a backend over HTTP.
 */
class HttpFaultMatrixTests extends FaultMatrixContract {

	HttpFaultMatrixTests() {
		super(OtlpProtocol.HTTP);
	}

}
