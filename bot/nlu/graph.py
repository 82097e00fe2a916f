"""An ONNX graph that is built from arrays, and run by ONNX Runtime on one thread."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

CONTRIB = "com.microsoft"
_OPERATORS, _CONTRIB_OPERATORS, _FORMAT = 18, 1, 9
Shape = Sequence[int | str]
# The middle and the ends of weights as unsigned bytes: signed ones overflow on processors without
# AVX-512 VNNI.
_ZERO, _LARGEST = 128, 127
# A column of zeros has a scale, too.
_TINY = np.float32(1e-30)


class Graph:
    """Nodes and arrays; both go by their names."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._arrays: list[onnx.TensorProto] = []

    def array(self, name: str, values: npt.NDArray[np.generic]) -> str:
        """A constant."""
        self._arrays.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self, kind: str, inputs: list[str], output: str, domain: str = "", **how: object
    ) -> str:
        """An operator with one output."""
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **how))
        return output

    def split(self, inputs: str, outputs: list[str], axis: int) -> list[str]:
        """Equal parts along an axis."""
        self._nodes.append(
            helper.make_node("Split", [inputs], outputs, axis=axis, num_outputs=len(outputs))
        )
        return outputs

    def product(
        self,
        inputs: str,
        weights: npt.NDArray[np.float32],
        output: str,
        bias: npt.NDArray[np.float32] | None = None,
    ) -> str:
        """`inputs` times `weights` (inputs, outputs), plus `bias`, computed in 8-bit integers.

        Each column of the weights has a scale of its own; the inputs have one, found as they come.
        """
        scale = np.maximum(np.abs(weights).max(axis=0), _TINY) / _LARGEST
        whole = (np.round(weights / scale) + _ZERO).astype(np.uint8)
        ends = [
            self.array(f"{output}.weights", whole),
            self.array(f"{output}.scale", scale.astype(np.float32)),
            self.array(f"{output}.zero", np.full(len(scale), _ZERO, np.uint8)),
            *([] if bias is None else [self.array(f"{output}.bias", bias)]),
        ]
        return self.node("DynamicQuantizeMatMul", [inputs, *ends], output, CONTRIB)

    def session(
        self, inputs: Mapping[str, Shape], outputs: Mapping[str, Shape]
    ) -> onnxruntime.InferenceSession:
        """Ready to run; all inputs and outputs are 32-bit floats of these shapes."""

        def described(ends: Mapping[str, Shape]) -> list[onnx.ValueInfoProto]:
            return [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in ends.items()]

        graph = helper.make_graph(
            self._nodes, "encoder", described(inputs), described(outputs), self._arrays
        )
        versions = [
            helper.make_opsetid("", _OPERATORS),
            helper.make_opsetid(CONTRIB, _CONTRIB_OPERATORS),
        ]
        model = helper.make_model(graph, opset_imports=versions, ir_version=_FORMAT)
        options = onnxruntime.SessionOptions()
        # A message a thread: threads of one message would wait for one another.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
