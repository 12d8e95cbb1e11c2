"""OTLP's protobuf messages, read only as deep as every record needs.

The message classes are made from the definitions in opentelemetry-proto with one change: attributes, bodies,
resources and scopes stay the bytes they are on the wire, which the encoding allows. Most of them were met
before, so what they mean is looked up instead of built; that is half the cost of a record. What the bytes
mean is in `values`.
"""

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from opentelemetry.proto.common.v1 import common_pb2
from opentelemetry.proto.logs.v1 import logs_pb2
from opentelemetry.proto.metrics.v1 import metrics_pb2
from opentelemetry.proto.resource.v1 import resource_pb2
from opentelemetry.proto.trace.v1 import trace_pb2

from ingestion.otlp.signals import SignalKind

_LEFT_AS_BYTES = ("KeyValue", "AnyValue", "InstrumentationScope", "Resource")
_ROOTS: dict[SignalKind, str] = {
    "logs": "opentelemetry.proto.logs.v1.LogsData",
    "traces": "opentelemetry.proto.trace.v1.TracesData",
    "metrics": "opentelemetry.proto.metrics.v1.MetricsData",
}


def _shallow(message: descriptor_pb2.DescriptorProto) -> None:
    for field in message.field:
        if field.type_name.rpartition(".")[2] in _LEFT_AS_BYTES:
            field.type = descriptor_pb2.FieldDescriptorProto.TYPE_BYTES
            field.ClearField("type_name")
    for nested in message.nested_type:
        _shallow(nested)


def _classes() -> dict[SignalKind, Any]:
    pool = descriptor_pool.DescriptorPool()
    for module in (common_pb2, resource_pb2, logs_pb2, trace_pb2, metrics_pb2):
        file = descriptor_pb2.FileDescriptorProto()
        module.DESCRIPTOR.CopyToProto(file)
        if module not in (common_pb2, resource_pb2):
            for message in file.message_type:
                _shallow(message)
        pool.Add(file)  # type: ignore[no-untyped-call, unused-ignore]
    return {
        signal: message_factory.GetMessageClass(pool.FindMessageTypeByName(name))
        for signal, name in _ROOTS.items()
    }


CLASSES: dict[SignalKind, Any] = _classes()
"""The root message of each signal's export request."""
