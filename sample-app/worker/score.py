"""Scores an order: how likely it is that the shop can go on selling the item afterwards."""
import json, sys, urllib.request
import telemetry_worker as telemetry

order = json.load(sys.stdin)
with telemetry.span("order.score", item=order["item"]) as span:
    with telemetry.span("stock.ask", kind="CLIENT"):
        request = urllib.request.Request(order["shop"] + "/items", headers={"traceparent": telemetry.traceparent()})
        with urllib.request.urlopen(request, timeout=5) as response:
            items = json.load(response)
    stock = next(item["stock"] for item in items if item["name"] == order["item"])
    span["score"] = score = stock / (stock + order["quantity"])
    telemetry.event("order.scored", {"score": score, "quantity": order["quantity"]}, {"item": order["item"]})
json.dump({"score": score}, sys.stdout)
