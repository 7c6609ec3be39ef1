package dev.telemetry.export;

import dev.telemetry.export.otlp.OtlpProtocol;

/**
 * The faults of a backend over gRPC.
 */
class GrpcFaultMatrixTests extends FaultMatrixContract {

	GrpcFaultMatrixTests() {
		super(OtlpProtocol.GRPC);
	}

}
