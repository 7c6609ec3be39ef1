package dev.telemetry.test;

/**
 * One request that waits for its answer.
 *
 * @param request what was asked
 * @param reply the way back
 * @param ledger where accepted spans are written down
 */
record Exchange(ReceivedRequest request, Reply reply, Ledger ledger) {

	/**
	 * Accept the spans but for the last {@code rejected}. They are written down first, so
	 * that a client that has its answer finds them there.
	 * @param rejected how many spans to reject
	 * @param message the reason, or empty
	 */
	void accept(long rejected, String message) {
		this.ledger.accepted(this.request.spans(), rejected);
		this.reply.accept(rejected, message);
	}

}
